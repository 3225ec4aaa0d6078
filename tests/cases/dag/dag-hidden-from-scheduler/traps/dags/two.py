import common.factory as f

two = f.decorated("two")  # <- here
