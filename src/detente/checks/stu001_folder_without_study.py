"""There is no study.yaml here.

That file makes a folder a study: it names the states, the period and the sides that testify. Without it nothing can
be checked, least of all whether both sides speak. Go to the study's folder, name it in the command, or begin one
with `detente new DIR`.
"""
