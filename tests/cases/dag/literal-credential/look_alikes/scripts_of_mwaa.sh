# export DB_PASSWORD='S3gel&Anker-4711'
export DB_PASSWORD="${DB_PASSWORD:-}"
export DB_TOKEN="$(aws secretsmanager get-secret-value --secret-id crm)"
psql --password "$DB_PASSWORD"
export SECRET_ID=prod/crm/password
