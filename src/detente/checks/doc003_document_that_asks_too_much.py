"""A document asks for more time, memory or room than any text needs, or for something outside itself.

Such files exist by accident and by malice: an archive that unpacks to a thousand times its size, entities that repeat
each other, pages that lead back to themselves, a name that climbs out of its folder. They are refused before they are
followed.

If the file is honest, save it in a simpler form: entities written out, an archive without what is not its text, a
volume in parts.
"""

from detente.model.diagnostics import Severity

SEVERITY = Severity.ERROR
