"""Imports invoices, which imports this."""
from circular.invoices import TAX

RATE = 1 + TAX
