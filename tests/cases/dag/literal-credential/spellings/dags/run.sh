mysql --user loader --password=S3gel-Anker9x!  # <- here
curl https://loader:S3gel-Anker9x@example.org/x  # <- here
