import circular.late_a

NAME = "b"
