import os
from airflow import DAG
from airflow.decorators import dag, task


def helper(limit: Missing1 = 1) -> "Text":  # <- here
    return [missing_later, limit]


@missing3  # <- here
def decorated():
    global shared
    shared = 1


class Fields:
    names = ["a"]
    first = names[0]
    upper = [name.upper() for name in names]
    wrong: missing4 = 1  # <- here

    def method(self):
        return missing_in_method


if (size := len("ab")) > 1:
    print(size, shared, __file__, __name__)
for key, (one, *rest) in {}.items():
    print(key, one, rest)
with open(os.devnull) as stream, stream as again:
    print(again)
try:
    unknown_in_try
except (NameError, KeyError) as error:
    print(error)
try:
    import tomllib
except ImportError:
    tomllib = None
match size:
    case {"a": value, **others}:
        print(value, others)
    case [head, *tail] as whole:
        print(head, tail, whole)
pairs = {left: right for left, right in zip("ab", "cd") if left and (seen := right)}
print(pairs, seen, later_bound if False else None)
later_bound = 1
del later_bound
total = sum(number for number in range(3)) + number_outside  # <- here
function = lambda argument=missing5: argument + missing_in_lambda  # <- here
if os.name == "nt":
    text = unicode("a")


@dag(schedule=None)
def flow(parameter=1):
    local = parameter

    @task
    def work():
        return missing_in_task, local

    EmptyOperator(task_id=f"a_{local}")  # <- here
    work()


flow()

with DAG("scopes", schedule=None) as made:
    print(made, undefined_name.attribute["key"])  # <- here

if __name__ == "__main__":
    made.test(missing_in_main)
