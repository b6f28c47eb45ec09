"""From an address to a whole file, or to none.

A download goes to a file of its own beside its ETag, and is taken up where it stopped if the owner's copy is still the
same. `forget` drops it when it has been used.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

Say = Callable[[int, int], None]
"""Told of progress: bytes so far, bytes in all (0 if not known)."""

_CHUNK: Final = 1 << 16


class DownloadError(Exception):
    """Why a file cannot be had: a fact, and what to do."""

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.message, self.help = message, help


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait [s], and how often to try again."""

    timeout: float = 30.0
    tries: int = 4
    pause: float = 1.0


def download(url: str, folder: Path, say: Say, patience: Patience) -> Path:
    """Return the downloaded file; try again, and go on where it stopped, while the owner's copy is the same.

    Raises
    ------
    DownloadError
        If the file cannot be had whole.
    """
    path = folder / (Path(urlsplit(url).path).name + ".part")
    reason = ""
    for attempt in range(patience.tries):
        if attempt:
            time.sleep(patience.pause * 2 ** (attempt - 1))
        try:
            _get(url, path, say, patience.timeout)
            return path
        except DownloadError:
            raise
        except HTTPError as error:
            reason = f"{error.code} {error.reason}"
            if error.code == 416:
                path.unlink(missing_ok=True)
            elif error.code < 500 and error.code != 429:
                break
        except (URLError, TimeoutError, ConnectionError, _ShortError) as error:
            reason = str(getattr(error, "reason", error)) or type(error).__name__
        except OSError as error:
            raise DownloadError(f"{path} cannot be written: {error.strerror or error}") from error
        except Exception as error:
            reason = str(error) or type(error).__name__
    raise DownloadError(
        f"{url} cannot be fetched: {reason}", "is there a network? `--from DIR` reads a local mirror instead"
    )


class _ShortError(Exception):
    """The connection ended before the file did."""


def _get(url: str, path: Path, say: Say, timeout: float) -> None:
    done, tag = (path.stat().st_size, _read_tag(path)) if path.is_file() else (0, "")
    headers = {"User-Agent": "detente (https://pypi.org/project/detente)"}
    if done and tag:
        headers |= {"Range": f"bytes={done}-", "If-Range": tag}
    with urlopen(Request(url, headers=headers), timeout=timeout) as answer:  # noqa: S310 - addresses are declared
        is_rest = answer.status == 206
        if not is_rest:
            done = 0
        if "text/html" in answer.headers.get("Content-Type", ""):
            raise DownloadError(f"{url} answers with a web page, not with data")
        length = int(answer.headers.get("Content-Length") or 0)
        whole = done + length if length else 0
        _tag(path).write_text(answer.headers.get("ETag") or "", encoding="utf-8")
        with path.open("ab" if is_rest else "wb") as stream:
            while chunk := answer.read(_CHUNK):
                stream.write(chunk)
                done += len(chunk)
                say(done, whole)
        if whole and done < whole:
            raise _ShortError(f"it broke off after {done:,} of {whole:,} bytes")


def forget(path: Path) -> None:
    """Drop a download and its ETag."""
    path.unlink(missing_ok=True)
    _tag(path).unlink(missing_ok=True)


def _tag(path: Path) -> Path:
    return path.with_suffix(".etag")


def _read_tag(path: Path) -> str:
    try:
        return _tag(path).read_text(encoding="utf-8")
    except OSError:
        return ""
