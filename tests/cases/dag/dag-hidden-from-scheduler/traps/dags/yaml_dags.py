import dagfactory

factory = dagfactory.DagFactory("config.yml")  # <- here
factory.generate_dags(globals())
