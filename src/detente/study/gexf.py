"""Who acted towards whom, as a directed network for Gephi and others: GEXF 1.3 (gexf.net, 2022)."""

import re
from collections import Counter
from typing import Final
from xml.sax.saxutils import quoteattr

from detente.model.states import states
from detente.model.study import Study
from detente.model.vocabulary import MATERIAL_COOPERATION, QUAD, VERBAL_COOPERATION

_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def gexf_of(study: Study) -> str:
    """Return the network of a study's events: an edge's weight is their number, and two values say of which kind.

    Actors stand as they are named, not rolled up to their states; events without a target are in no edge.
    """
    edges: Counter[tuple[str, str]] = Counter()
    kinds: Counter[tuple[str, str, bool]] = Counter()
    for event in study.events:
        for actor in event.actors:
            for target in event.targets:
                edges[actor, target] += 1
                if event.action in QUAD:
                    is_cooperation = QUAD[event.action] in (VERBAL_COOPERATION, MATERIAL_COOPERATION)
                    kinds[actor, target, is_cooperation] += 1
    names = {actor.id: actor.name for actor in study.actors}
    nodes = sorted({name for edge in edges for name in edge})
    known = states()
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<gexf xmlns="http://gexf.net/1.3" version="1.3">',
        '<graph defaultedgetype="directed" mode="static">',
        '<attributes class="edge"><attribute id="0" title="cooperation" type="integer"/>'
        '<attribute id="1" title="conflict" type="integer"/></attributes>',
        "<nodes>",
    ]
    for node in nodes:
        label = names.get(node) or (known[node].name if node in known else node)
        lines.append(f"<node id={_attribute(node)} label={_attribute(label)}/>")
    lines += ["</nodes>", "<edges>"]
    for n, ((a, b), weight) in enumerate(sorted(edges.items())):
        values = f'<attvalue for="0" value="{kinds[a, b, True]}"/><attvalue for="1" value="{kinds[a, b, False]}"/>'
        ends = f"source={_attribute(a)} target={_attribute(b)}"
        lines.append(f'<edge id="{n}" {ends} weight="{weight}"><attvalues>{values}</attvalues></edge>')
    return "\n".join([*lines, "</edges>", "</graph>", "</gexf>"]) + "\n"


def _attribute(text: str) -> str:
    return quoteattr(_ILLEGAL.sub("\ufffd", text))
