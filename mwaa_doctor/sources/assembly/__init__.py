"""Puts the pieces that templates and plans declare one by one together to the objects that AWS's answers tell of."""
