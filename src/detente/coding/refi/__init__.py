"""REFI-QDA 1.5: projects (QDPX) and codebooks (QDC), as NVivo, ATLAS.ti, MAXQDA, QualCoder and others exchange them.

`archive` opens what others sent, within bounds; `read` makes a `Project` of it and `write` a file of a `Project`;
`into_study` and `from_study` translate between a project and a study. What one of the two cannot hold is said.
The standard: www.qdasoftware.org, 2019. Places are code points from 0, the end excluded.
"""
