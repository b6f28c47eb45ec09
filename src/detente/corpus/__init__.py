"""Documents in (TEI, PDF, text), their segments, the search index, and anchors that survive a new scan.

Not built yet.
"""
