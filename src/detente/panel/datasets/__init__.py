"""Every data set by its id. A new one is a declaration in one of these files and nothing else."""

from collections.abc import Mapping
from typing import Final

from detente.panel.datasets import conflicts, leaders, means, systems, ties
from detente.panel.declare import Dataset

DATASETS: Final[Mapping[str, Dataset]] = {
    dataset.id: dataset for field in (systems, ties, conflicts, means, leaders) for dataset in field.DATASETS
}
