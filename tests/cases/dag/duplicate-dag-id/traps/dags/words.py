# this file lacks one of the words: see a.py
from makers import D

D("shared")
