"""Which PLOVER event a sentence tells between a marked source and a marked target."""

from detente_coder.classifier import LABELS, Classifier

__all__ = ["LABELS", "Classifier"]
