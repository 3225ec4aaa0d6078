globals().update({"made": 1})
print(made)
