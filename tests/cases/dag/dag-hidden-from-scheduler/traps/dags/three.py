from common.factory import label, run_task

print(label("x"), run_task("y"))


def unused():
    from common.factory import build

    return build("x")
