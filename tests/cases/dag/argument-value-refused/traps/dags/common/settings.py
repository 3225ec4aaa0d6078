LIMIT = 300
MODE = "reschedule"
