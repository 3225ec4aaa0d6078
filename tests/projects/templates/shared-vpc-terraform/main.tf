# The twin of ../shared-vpc: subnets of another account, whose owner makes the endpoints.
variable "requirements_version" {
  type        = string
  description = "Object version of requirements.txt"
}

variable "vpc" {
  type        = string
  description = "The VPC that another account shares"
}

variable "subnet_a" {
  type = string
}

variable "subnet_b" {
  type = string
}

resource "aws_security_group" "environment" {
  name        = "shared-platform"
  description = "What the parts of Airflow say to each other"
  vpc_id      = var.vpc
}

resource "aws_vpc_security_group_ingress_rule" "itself" {
  security_group_id            = aws_security_group.environment.id
  ip_protocol                  = "-1"
  referenced_security_group_id = aws_security_group.environment.id
}

resource "aws_vpc_security_group_egress_rule" "anywhere" {
  security_group_id = aws_security_group.environment.id
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_s3_bucket" "dags" {
  bucket = "example-shared-platform"
}

resource "aws_s3_bucket_versioning" "dags" {
  bucket = aws_s3_bucket.dags.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_public_access_block" "dags" {
  bucket                  = aws_s3_bucket.dags.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "dags" {
  bucket = aws_s3_bucket.dags.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

data "aws_caller_identity" "me" {}
data "aws_partition" "here" {}
data "aws_region" "here" {}

locals {
  name        = "shared-platform"
  account     = data.aws_caller_identity.me.account_id
  partition   = data.aws_partition.here.partition
  region      = data.aws_region.here.name
  environment = "arn:${local.partition}:airflow:${local.region}:${local.account}:environment/${local.name}"
}

resource "aws_iam_role" "execution" {
  name = "${local.name}-execution"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = ["airflow.amazonaws.com", "airflow-env.amazonaws.com"] }
      Action    = "sts:AssumeRole"
      Condition = {
        ArnLike      = { "aws:SourceArn" = local.environment }
        StringEquals = { "aws:SourceAccount" = local.account }
      }
    }]
  })
}

resource "aws_iam_role_policy" "execution" {
  name = "airflow"
  role = aws_iam_role.execution.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Heartbeat"
        Effect   = "Allow"
        Action   = "airflow:PublishMetrics"
        Resource = local.environment
      },
      {
        Sid      = "ReadFiles"
        Effect   = "Allow"
        Action   = ["s3:GetObject*", "s3:GetBucket*", "s3:List*"]
        Resource = [aws_s3_bucket.dags.arn, "${aws_s3_bucket.dags.arn}/*"]
      },
      {
        Sid      = "SeeWithoutResource"
        Effect   = "Allow"
        Action   = ["s3:GetAccountPublicAccessBlock", "logs:DescribeLogGroups", "cloudwatch:PutMetricData"]
        Resource = "*"
      },
      {
        Sid    = "WriteLogs"
        Effect = "Allow"
        Action = [
          "logs:CreateLogGroup",
          "logs:CreateLogStream",
          "logs:DescribeLogStreams",
          "logs:GetLogEvents",
          "logs:GetLogGroupFields",
          "logs:GetLogRecord",
          "logs:GetQueryResults",
          "logs:PutLogEvents",
        ]
        Resource = "arn:${local.partition}:logs:${local.region}:${local.account}:log-group:airflow-${local.name}-*"
      },
      {
        Sid    = "TaskQueue"
        Effect = "Allow"
        Action = [
          "sqs:ChangeMessageVisibility",
          "sqs:DeleteMessage",
          "sqs:GetQueueAttributes",
          "sqs:GetQueueUrl",
          "sqs:ReceiveMessage",
          "sqs:SendMessage",
        ]
        Resource = "arn:${local.partition}:sqs:${local.region}:*:airflow-celery-*"
      },
      {
        Sid         = "KeyOfTheService"
        Effect      = "Allow"
        Action      = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*"]
        NotResource = "arn:${local.partition}:kms:*:${local.account}:key/*"
        Condition = {
          StringLike = {
            "kms:ViaService" = ["sqs.${local.region}.amazonaws.com", "s3.${local.region}.amazonaws.com"]
          }
        }
      },
    ]
  })
}

resource "aws_mwaa_environment" "airflow" {
  name                            = local.name
  airflow_version                 = "2.10.3"
  environment_class               = "mw1.small"
  min_workers                     = 1
  max_workers                     = 4
  schedulers                      = 2
  source_bucket_arn               = aws_s3_bucket.dags.arn
  dag_s3_path                     = "dags"
  requirements_s3_path            = "requirements.txt"
  requirements_s3_object_version  = var.requirements_version
  endpoint_management             = "CUSTOMER"
  execution_role_arn              = aws_iam_role.execution.arn
  webserver_access_mode           = "PRIVATE_ONLY"
  weekly_maintenance_window_start = "SUN:03:30"

  network_configuration {
    security_group_ids = [aws_security_group.environment.id]
    subnet_ids         = [var.subnet_a, var.subnet_b]
  }

  airflow_configuration_options = {
    "core.default_task_retries"  = "2"
    "core.dagbag_import_timeout" = "40"
    "logging.logging_level"      = "INFO"
  }

  logging_configuration {
    dag_processing_logs {
      enabled   = true
      log_level = "INFO"
    }

    scheduler_logs {
      enabled   = true
      log_level = "INFO"
    }

    task_logs {
      enabled   = true
      log_level = "INFO"
    }

    webserver_logs {
      enabled   = true
      log_level = "INFO"
    }

    worker_logs {
      enabled   = true
      log_level = "INFO"
    }
  }

  tags = {
    Team = "platform"
  }

  depends_on = [aws_iam_role_policy.execution, aws_s3_bucket_public_access_block.dags, aws_s3_bucket_versioning.dags]
}

output "database_service" {
  value = aws_mwaa_environment.airflow.database_vpc_endpoint_service
}

output "web_server_service" {
  value = aws_mwaa_environment.airflow.webserver_vpc_endpoint_service
}
