"""What distinguishes two states' speeches, how far apart they are, and who names whom."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import log, sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.analysis.counts import rate_interval
from detente.analysis.speeches import Speech, counted, sentences_of, word_places, words_of
from detente.model.states import find_mentions

PRIOR_WORDS: Final = 500.0
"""Strength of the prior: as if so many words of the whole corpus had been read of each side beforehand."""
N_BLOCKS: Final = 20
N_DRAWS: Final = 200
NEAR: Final = 8
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class WordWeight:
    """How much more a word is a's than b's.

    ``log_odds`` is the difference of the log odds of the word in a and in b [natural log], both shrunk to the corpus;
    ``z`` is that over its standard deviation. ``is_distinctive``: beyond what one word in twenty comparisons of the
    whole vocabulary would reach if the two spoke alike. Words come in bursts, so z is too large for a topic's names.
    """

    word: str
    n_a: int
    n_b: int
    log_odds: float
    z: float
    is_distinctive: bool


def weigh_words(
    a: Mapping[str, int], b: Mapping[str, int], corpus: Mapping[str, int], prior_words: float = PRIOR_WORDS
) -> tuple[WordWeight, ...]:
    """Return every word of a or b with its weighted log odds, those most a's first.

    Parameters
    ----------
    a, b
        Counts of words.
    corpus
        Counts of words in the texts that the prior is taken from, a and b among them.

    Raises
    ------
    ValueError
        If the prior is not positive, or the corpus lacks a word of a or b.

    Notes
    -----
    B. L. Monroe, M. P. Colaresi and K. M. Quinn. 2008. Fightin' Words: Lexical Feature Selection and Evaluation for
    Identifying the Content of Political Conflict. Political Analysis 16(4): 372-403, the model with an informative
    Dirichlet prior; the variance is their approximation by the two smoothed counts. Where either side has no words, or
    the corpus one word only, nothing can be weighed and the answer is empty.
    """
    from scipy.stats import norm

    if not 0 < prior_words < float("inf"):
        raise ValueError(f"a prior of {prior_words} words")
    vocabulary = sorted(a.keys() | b.keys())
    lacking = [word for word in vocabulary if corpus.get(word, 0) <= 0]
    if lacking:
        raise ValueError(f"the corpus lacks `{lacking[0]}`")
    n_a, n_b, n = sum(a.values()), sum(b.values()), sum(corpus.values())
    if not n_a or not n_b or len(corpus) < 2:
        return ()
    threshold = float(norm.isf(0.025 / len(vocabulary)))
    found = []
    for word in vocabulary:
        prior = prior_words * corpus[word] / n
        x, y = a.get(word, 0) + prior, b.get(word, 0) + prior
        log_odds = log(x / (n_a + prior_words - x)) - log(y / (n_b + prior_words - y))
        z = log_odds / sqrt(1 / x + 1 / y)
        found.append(WordWeight(word, a.get(word, 0), b.get(word, 0), log_odds, z, abs(z) > threshold))
    return tuple(sorted(found, key=lambda each: (-each.z, each.word)))


@dataclass(frozen=True, slots=True)
class Distance:
    """How far apart two states speak in one year.

    ``distance`` is the Jensen-Shannon divergence of their words [bits, 0 to 1], null where either is silent; ``low`` to
    ``high`` its 95 % interval, null where a speech is too short to part
    or its parts show no variation. ``chance`` is the distance that speeches of
    these lengths would have if both were drawn from one stock: short texts always look different.
    """

    year: int
    n_words_a: int
    n_words_b: int
    distance: float | None
    low: float | None
    high: float | None
    chance: float | None


def measure_distance(year: int, a: Sequence[Speech], b: Sequence[Speech], seed: int = 1) -> Distance:
    """Measure the distance between what two states said in a year.

    Notes
    -----
    Divergence: J. Lin. 1991. IEEE Transactions on Information Theory 37(1): 145-151, eq. 4.1. Each side's sentences are
    parted into up to 20 runs; the interval is the delete-one-run jackknife, the chance level the mean over random
    exchanges of runs between the sides. Neither treats single words as independent.
    """
    n_a, n_b = sum(speech.n_words for speech in a), sum(speech.n_words for speech in b)
    if not n_a or not n_b:
        return Distance(year, n_a, n_b, None, None, None, None)
    runs_a, runs_b = _runs(a), _runs(b)
    place = {word: n for n, word in enumerate(sorted(set().union(*runs_a, *runs_b)))}
    x, y = _matrix(runs_a, place), _matrix(runs_b, place)
    whole = _divergence(x.sum(axis=0)[None], y.sum(axis=0)[None])[0]
    if len(x) < 2 or len(y) < 2:
        return Distance(year, n_a, n_b, float(whole), None, None, None)
    error = sqrt(
        _jackknife_variance(_divergence(x.sum(axis=0) - x, y.sum(axis=0)[None]))
        + _jackknife_variance(_divergence(x.sum(axis=0)[None], y.sum(axis=0) - y))
    )
    chance = _chance(x, y, seed)
    if error < 1e-9:  # no run says anything that the others do not, or the two share no word at all
        return Distance(year, n_a, n_b, float(whole), None, None, chance)
    low, high = max(0.0, whole - 1.96 * error), min(1.0, whole + 1.96 * error)
    return Distance(year, n_a, n_b, float(whole), float(low), float(high), chance)


def _runs(speeches: Sequence[Speech]) -> list[Counter[str]]:
    sentences = [sentence for speech in speeches for sentence in sentences_of(speech.text)]
    n = min(N_BLOCKS, len(sentences))
    edges = [len(sentences) * k // n for k in range(n + 1)]
    return [Counter(words_of(" ".join(sentences[first:last]))) for first, last in pairwise(edges)]


def _matrix(runs: Sequence[Counter[str]], place: Mapping[str, int]) -> Matrix:
    table = np.zeros((len(runs), len(place)))
    for n, run in enumerate(runs):
        for word, count in run.items():
            table[n, place[word]] = count
    return table


def _divergence(x: Matrix, y: Matrix) -> Matrix:
    p, q = x / x.sum(axis=1, keepdims=True), y / y.sum(axis=1, keepdims=True)
    found: Matrix = _entropy((p + q) / 2) - (_entropy(p) + _entropy(q)) / 2
    return np.clip(found, 0, 1)


def _entropy(p: Matrix) -> Matrix:
    found: Matrix = -(p * np.log2(np.where(p > 0, p, 1))).sum(axis=1)
    return found


def _jackknife_variance(left_out: Matrix) -> float:
    n = len(left_out)
    return float((n - 1) / n * ((left_out - left_out.mean()) ** 2).sum())


def _chance(x: Matrix, y: Matrix, seed: int) -> float:
    rng, both = np.random.default_rng(seed), np.vstack((x, y))
    total = both.sum(axis=0)
    mixed = np.array([both[rng.permutation(len(both))[: len(x)]].sum(axis=0) for _ in range(N_DRAWS)])
    return float(_divergence(mixed, total - mixed).mean())


@dataclass(frozen=True, slots=True)
class Naming:
    """How often a speaker names a state in a year: ``n`` mentions, and per thousand words with a 95 % interval.

    Names, adjectives and capitals count alike; Washington the man counts as a state too. ``n_words`` is what was read.
    """

    speaker: str
    year: int
    named: str
    n: int
    n_words: int
    per_thousand: float
    low: float
    high: float


def count_namings(speeches: Iterable[Speech]) -> tuple[Naming, ...]:
    """Count who names whom, by year; a state that is not named has no row. Speakers naming themselves count."""
    counts: Counter[tuple[str, int, str]] = Counter()
    words: Counter[tuple[str, int]] = Counter()
    for speech in speeches:
        words[speech.state, speech.year] += speech.n_words
        counts.update((speech.state, speech.year, code) for _, _, code in _mentions(speech))
    rows = []
    for (speaker, year, named), n in sorted(counts.items()):
        exposure = words[speaker, year] / 1000
        low, high = rate_interval(n, exposure)
        rows.append(Naming(speaker, year, named, n, words[speaker, year], n / exposure, low, high))
    return tuple(rows)


def words_near(speeches: Sequence[Speech], named: str) -> tuple[WordWeight, ...]:
    """Return the words within eight words of a state's names, weighed against the rest of the same speeches.

    The prior is those speeches as a whole; words that never stand near the names are left out.
    """
    near: Counter[str] = Counter()
    for speech in speeches:
        places = word_places(speech.text)
        starts = [start for start, _, _ in places]
        chosen: set[int] = set()
        for start, end, code in _mentions(speech):
            if code == named:
                first, after = bisect_left(starts, start), bisect_left(starts, end)
                chosen.update(range(max(0, first - NEAR), first))
                chosen.update(range(after, min(after + NEAR, len(places))))
        near.update(places[place][2] for place in chosen)
    whole = counted(speeches)
    rest = Counter({word: n - near[word] for word, n in whole.items() if n > near[word]})
    return tuple(each for each in weigh_words(near, rest, whole) if each.n_a)


def _mentions(speech: Speech) -> list[tuple[int, int, str]]:
    return find_mentions(speech.text, date(speech.year, 10, 1).toordinal())
