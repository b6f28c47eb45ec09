"""Codebook, hand codings, proposed events, agreement between coders, exchange with other programs. Not built yet."""
