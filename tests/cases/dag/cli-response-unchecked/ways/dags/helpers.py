def judge(reply):
    reply.raise_for_status()
