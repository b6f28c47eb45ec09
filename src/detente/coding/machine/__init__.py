"""Sentences of documents to proposed events. A proposal waits for a researcher; it is no fact."""
