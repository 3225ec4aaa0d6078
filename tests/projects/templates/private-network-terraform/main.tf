# The twin of ../private-network: nothing but VPC endpoints connects the environment to AWS.
data "aws_availability_zones" "here" {}

resource "aws_vpc" "airflow" {
  cidr_block           = "10.40.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = true
}

resource "aws_subnet" "private" {
  count             = 2
  vpc_id            = aws_vpc.airflow.id
  availability_zone = data.aws_availability_zones.here.names[count.index]
  cidr_block        = cidrsubnet(aws_vpc.airflow.cidr_block, 8, 10 + count.index)
}

resource "aws_route_table" "private" {
  count  = 2
  vpc_id = aws_vpc.airflow.id
}

resource "aws_route_table_association" "private" {
  count          = 2
  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private[count.index].id
}

resource "aws_security_group" "environment" {
  name        = "closed-platform"
  description = "What the parts of Airflow say to each other"
  vpc_id      = aws_vpc.airflow.id
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

resource "aws_vpc_endpoint" "s3" {
  vpc_id            = aws_vpc.airflow.id
  vpc_endpoint_type = "Gateway"
  service_name      = "com.amazonaws.${local.region}.s3"
  route_table_ids   = aws_route_table.private[*].id
}

resource "aws_security_group" "endpoints" {
  name        = "closed-platform-endpoints"
  description = "Who may call AWS through the endpoints"
  vpc_id      = aws_vpc.airflow.id
}

resource "aws_vpc_security_group_ingress_rule" "endpoints" {
  security_group_id            = aws_security_group.endpoints.id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
  referenced_security_group_id = aws_security_group.environment.id
}

resource "aws_vpc_endpoint" "services" {
  for_each = toset(["logs", "monitoring", "sqs", "kms"])

  vpc_id              = aws_vpc.airflow.id
  vpc_endpoint_type   = "Interface"
  service_name        = "com.amazonaws.${local.region}.${each.key}"
  private_dns_enabled = true
  subnet_ids          = aws_subnet.private[*].id
  security_group_ids  = [aws_security_group.endpoints.id]
}

resource "aws_s3_bucket" "dags" {
  bucket = "example-closed-platform"
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
  name        = "closed-platform"
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
  execution_role_arn              = aws_iam_role.execution.arn
  webserver_access_mode           = "PRIVATE_ONLY"
  weekly_maintenance_window_start = "SUN:03:30"

  network_configuration {
    security_group_ids = [aws_security_group.environment.id]
    subnet_ids         = aws_subnet.private[*].id
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
