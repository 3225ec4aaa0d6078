"""Rules about DAG files and the code around them."""
