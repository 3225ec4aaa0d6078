"""Builds something through a helper; lacks one of the two words that safe mode looks for."""
from shared.factory import make

pipeline = make("hidden_without_keyword")
