"""Documents in (TEI, PDF, text), the store that keeps them, search, and anchors that survive a new scan."""
