"""A result of `results.csv` says one thing and the build finds another.

Evidence that rests on it is set aside, and a question that it answers is not answered by it. Either the sentence was
written before the study had its present events and figures, or these are not what they should be. Only a build, or
`detente argue`, can find this, since it must measure.

Correct the sentence and its range, or look at the statements that the result reads.
"""
