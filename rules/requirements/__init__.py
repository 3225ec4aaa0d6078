"""Rules about requirements.txt: what pip makes of it on the image, with the constraints in force."""
