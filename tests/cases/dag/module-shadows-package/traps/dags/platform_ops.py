import queue, email
OWNER = "x"
