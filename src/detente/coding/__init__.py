"""Codebook and codings by hand: agreement between coders, retrieval, exchange with other programs."""
