"""What several rules ask of one study is worked out once and forgotten with the study."""

from collections.abc import Callable
from functools import wraps
from threading import RLock
from typing import TypeVar
from weakref import WeakKeyDictionary

from detente.model.study import Study

T = TypeVar("T")


def once_per_study(build: Callable[[Study], T]) -> Callable[[Study], T]:
    """Keep the answer of a function for as long as its study lives."""
    kept: WeakKeyDictionary[Study, T] = WeakKeyDictionary()
    lock = RLock()

    @wraps(build)
    def answer(study: Study) -> T:
        with lock:  # many readers who ask at once have it worked out once
            if study not in kept:
                kept[study] = build(study)
            return kept[study]

    return answer
