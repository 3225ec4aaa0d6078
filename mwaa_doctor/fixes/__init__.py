"""Repairs made by machine: worked out, tried on a copy, judged by the rules again, and written in one step."""
