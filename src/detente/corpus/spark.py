"""Files read on a Spark cluster, whose workers find them, and Detente, under the same paths."""

import os
import re
import sys
from collections.abc import Iterator, Sequence
from functools import partial

from detente.corpus.add import Read
from detente.corpus.errors import CorpusError
from detente.corpus.incoming import Incoming
from detente.corpus.read import Reading, read_documents


def read_on_spark(master: str) -> Read:
    """Return what reads files on the cluster of this address (`spark://host:port`, or `local[*]`).

    What it returns raises `CorpusError` if Spark is not installed, does not start, or gives up.
    """
    return partial(_read, master)


def _read(master: str, files: Sequence[Incoming]) -> Iterator[Reading]:
    if not files:
        return
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise CorpusError("Spark is not installed", "`pip install detente[spark]`, and Java 17") from None
    if master.startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        builder = SparkSession.builder.master(master).appName("detente corpus").config("spark.ui.enabled", "false")
        session = builder.config("spark.ui.showConsoleProgress", "false").getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
    except Exception as error:
        raise CorpusError(f"Spark does not start: {_reason(error)}", "is Java 17 installed?") from error
    try:
        work = [(file.path.resolve(), file.place) for file in files]
        slices = max(1, min(len(work), session.sparkContext.defaultParallelism * 4))
        readings = session.sparkContext.parallelize(work, slices).map(lambda each: read_documents(*each))
        yield from readings.toLocalIterator(prefetchPartitions=True)
    except Exception as error:
        raise CorpusError(f"Spark gave up: {_reason(error)}", "do its workers have Detente and the files?") from error
    finally:
        session.stop()


def _reason(error: Exception) -> str:
    """Return the line of a Spark error that names the first error, which stands below many others."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    named = [line for line in lines if re.match(r"\w*(?:Error|Exception): ", line)]
    return (named or lines or [type(error).__name__])[0][:200]
