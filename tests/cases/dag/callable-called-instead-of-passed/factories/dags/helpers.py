def make_task(name):
    return lambda: name


def notify(channel):
    return lambda context: channel
