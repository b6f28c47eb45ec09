"""The charts of the site, as pictures that Word and typst can hold."""

import base64
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from detente.cache import cached
from detente.report.drawing import Drawing

_WIDE: Final = re.compile(r'<svg class="chart (?:wide|small)"(.*?)</svg>', re.DOTALL)
#: The type of charts, and points for every pixel of the PNG.
FONT: Final = "Liberation Sans"
SCALE: Final = 2.5


@dataclass(frozen=True)
class Picture:
    """A chart in words and in lines."""

    label: str
    svg: str

    @cached_property
    def address(self) -> str:
        """The picture as PNG, in an address that holds it whole."""
        return f"data:image/png;base64,{base64.b64encode(self.png).decode()}"

    @property
    def png(self) -> bytes:
        """The picture as PNG."""
        return cached("png", [self.svg], self._png)

    def _png(self) -> bytes:
        import vl_convert

        data: bytes = vl_convert.svg_to_png(self.svg, scale=SCALE)
        return data


def picture_of(drawing: Drawing) -> Picture | None:
    """Return a drawing as it stands in print, or None where it has no wide form."""
    wide = _WIDE.search(str(drawing.svg))
    if wide is None:
        return None
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" font-family="{FONT}"{wide[1]}</svg>'
    return Picture(drawing.label, svg)
