from airflow.decorators import dag


@dag(schedule=None)
def called_in_loop():
    pass


@dag(schedule=None)
def assigned():
    pass


@dag(schedule=None)
def by_name():
    pass


@dag("given", schedule=None)
def forgotten():  # <- here
    """forgotten() is never called, says this text."""


def make(name):
    @dag(dag_id=name, schedule=None)
    def inner():
        pass

    return inner()


for function in [called_in_loop]:
    function()
other = assigned
other()
globals()["by_name"]()
make("made")

if __name__ == "__main__":
    forgotten().test()
