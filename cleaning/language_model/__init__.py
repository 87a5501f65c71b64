"""A language model of written Chinese: which characters follow which, and which strings are words."""

from cleaning.language_model.model import NGramModel, default_model
from cleaning.language_model.protocol import LanguageModel

__all__ = ["LanguageModel", "NGramModel", "default_model"]
