"""The trained encoder of the distribution `detente-coder`, where it is installed."""

from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version as installed_version
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.coding.machine.classifier import LABELS, Classifier


class EncoderError(Exception):
    """An encoder that is installed and does not answer as this program asks."""


class Encoder:
    """The encoder as a `Classifier`: its columns in the order of `LABELS`."""

    name = "encoder"

    def __init__(self, module: Any, version: str = "") -> None:
        labels = [str(label) for label in module.LABELS]
        if sorted(labels) != sorted(LABELS):
            raise EncoderError(f"detente_coder knows other events than PLOVER's: {', '.join(labels)}")
        self._order = [labels.index(label) for label in LABELS]
        self._own = module.Classifier()
        self.version = version or installed_version("detente-coder")

    def probabilities(self, marked: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return the probabilities, a row a sentence, a column a label of `LABELS`.

        Raises
        ------
        EncoderError
            Where a sentence marks neither a source nor a target, or its marks do not close.
        """
        if not marked:
            return np.zeros((0, len(LABELS)), np.float32)
        try:
            answer = np.asarray(self._own.probabilities([*marked]), np.float32)
        except ValueError as error:
            raise EncoderError(str(error)) from None
        if answer.shape != (len(marked), len(LABELS)):
            raise EncoderError(f"detente_coder answered {answer.shape} to {len(marked)} sentences")
        return answer[:, self._order]

    def words(self, marked: str) -> Sequence[str]:
        """Return the words on which the answer rests, the weightiest first."""
        return tuple(marked[start:end] for start, end, _ in self._own.words([marked])[0])


def installed_encoder() -> Classifier | None:
    """Return the trained encoder, or None where it is not installed.

    Raises
    ------
    EncoderError
        Where it is installed and knows other labels than this program.
    """
    try:
        return Encoder(import_module("detente_coder"))
    except ImportError:
        return None
