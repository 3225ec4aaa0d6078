variable "password" {
  sensitive = true
}

resource "aws_secretsmanager_secret" "raw" {
  name = "airflow/connections/raw"
}

resource "aws_secretsmanager_secret_version" "raw" {
  secret_id     = aws_secretsmanager_secret.raw.id
  secret_string = "postgres://loader:${var.password}#1@warehouse:5432/sales" # <- here
}

resource "aws_secretsmanager_secret" "encoded" {
  name = "airflow/connections/encoded"
}

resource "aws_secretsmanager_secret_version" "encoded" {
  secret_id     = aws_secretsmanager_secret.encoded.arn
  secret_string = "postgres://loader:${urlencode(var.password)}@warehouse:5432/sales"
}

resource "aws_secretsmanager_secret" "object" {
  name = "airflow/connections/object"
}

resource "aws_secretsmanager_secret_version" "object" {
  secret_id     = aws_secretsmanager_secret.object.id
  secret_string = jsonencode({ conn_type = "postgres", host = "warehouse", login = "loader", password = var.password })
}

resource "aws_secretsmanager_secret" "foreign" {
  name = "airflow/connections/foreign"
}

resource "aws_secretsmanager_secret_version" "foreign" {
  secret_id = aws_secretsmanager_secret.foreign.id
  secret_string = jsonencode({ # <- here
    endpoint = "warehouse"
    secret   = var.password
  })
}

resource "aws_secretsmanager_secret" "by_hand" {
  name = "airflow/connections/by_hand"
}

resource "aws_secretsmanager_secret_version" "by_hand" {
  secret_id     = aws_secretsmanager_secret.by_hand.id
  secret_string = "see the wiki of the team"
  lifecycle {
    ignore_changes = [secret_string]
  }
}

resource "aws_secretsmanager_secret" "elsewhere" {
  name = "billing/database"
}

resource "aws_secretsmanager_secret_version" "elsewhere" {
  secret_id     = aws_secretsmanager_secret.elsewhere.id
  secret_string = "no connection at all"
}

resource "aws_mwaa_environment" "prod" {
  name            = "prod"
  airflow_version = "2.10.3"
  airflow_configuration_options = {
    "secrets.backend" = "airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend"
  }
}
