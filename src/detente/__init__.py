"""Detente compiles a study of the relations between states."""

__version__ = "0.1.0"
