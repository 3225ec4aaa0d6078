# The twin of ../public-network: workers reach the internet, the web server stays inside.
variable "requirements_version" {
  type        = string
  description = "Object version of requirements.txt"
}

data "aws_availability_zones" "here" {}
data "aws_caller_identity" "me" {}
data "aws_region" "here" {}

resource "aws_vpc" "airflow" {
  cidr_block           = "10.40.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = true
}

resource "aws_subnet" "private_a" {
  vpc_id            = aws_vpc.airflow.id
  availability_zone = "eu-west-1a"
  cidr_block        = "10.40.10.0/24"
}

resource "aws_subnet" "private_b" {
  vpc_id            = aws_vpc.airflow.id
  availability_zone = "eu-west-1b"
  cidr_block        = "10.40.11.0/24"
}

resource "aws_subnet" "public" {
  vpc_id                  = aws_vpc.airflow.id
  availability_zone       = "eu-west-1a"
  cidr_block              = "10.40.0.0/24"
  map_public_ip_on_launch = true
}

resource "aws_internet_gateway" "out" {
  vpc_id = aws_vpc.airflow.id
}

resource "aws_eip" "nat" {
  domain     = "vpc"
  depends_on = [aws_internet_gateway.out]
}

resource "aws_nat_gateway" "out" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.public.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.airflow.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.out.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.airflow.id

  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.out.id
  }
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_route_table_association" "private_a" {
  subnet_id      = aws_subnet.private_a.id
  route_table_id = aws_route_table.private.id
}

resource "aws_route_table_association" "private_b" {
  subnet_id      = aws_subnet.private_b.id
  route_table_id = aws_route_table.private.id
}

resource "aws_security_group" "airflow" {
  name   = "airflow"
  vpc_id = aws_vpc.airflow.id

  ingress {
    from_port = 0
    to_port   = 0
    protocol  = "-1"
    self      = true
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_s3_bucket" "airflow" {
  bucket = "example-routed-platform"
}

resource "aws_s3_bucket_versioning" "airflow" {
  bucket = aws_s3_bucket.airflow.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_public_access_block" "airflow" {
  bucket                  = aws_s3_bucket.airflow.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["airflow.amazonaws.com", "airflow-env.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.me.account_id]
    }
  }
}

data "aws_iam_policy_document" "work" {
  statement {
    sid       = "Heartbeat"
    actions   = ["airflow:PublishMetrics"]
    resources = ["arn:aws:airflow:eu-west-1:${data.aws_caller_identity.me.account_id}:environment/routed-platform"]
  }

  statement {
    sid       = "ReadFiles"
    actions   = ["s3:GetObject*", "s3:GetBucket*", "s3:List*"]
    resources = [aws_s3_bucket.airflow.arn, "${aws_s3_bucket.airflow.arn}/*"]
  }

  statement {
    sid       = "ReadSecrets"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = ["arn:aws:secretsmanager:eu-west-1:${data.aws_caller_identity.me.account_id}:secret:airflow/*"]
  }

  statement {
    sid       = "SeeWithoutResource"
    actions   = ["s3:GetAccountPublicAccessBlock", "logs:DescribeLogGroups", "cloudwatch:PutMetricData"]
    resources = ["*"]
  }

  statement {
    sid = "WriteLogs"
    actions = [
      "logs:CreateLogGroup",
      "logs:CreateLogStream",
      "logs:DescribeLogStreams",
      "logs:GetLogEvents",
      "logs:GetLogGroupFields",
      "logs:GetLogRecord",
      "logs:GetQueryResults",
      "logs:PutLogEvents",
    ]
    resources = ["arn:aws:logs:eu-west-1:${data.aws_caller_identity.me.account_id}:log-group:airflow-routed-platform-*"]
  }

  statement {
    sid = "TaskQueue"
    actions = [
      "sqs:ChangeMessageVisibility",
      "sqs:DeleteMessage",
      "sqs:GetQueueAttributes",
      "sqs:GetQueueUrl",
      "sqs:ReceiveMessage",
      "sqs:SendMessage",
    ]
    resources = ["arn:aws:sqs:eu-west-1:*:airflow-celery-*"]
  }

  statement {
    sid           = "KeyOfTheService"
    actions       = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*"]
    not_resources = ["arn:aws:kms:*:${data.aws_caller_identity.me.account_id}:key/*"]

    condition {
      test     = "StringLike"
      variable = "kms:ViaService"
      values   = ["sqs.eu-west-1.amazonaws.com", "s3.eu-west-1.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "airflow" {
  name               = "routed-platform"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "airflow" {
  name   = "airflow"
  role   = aws_iam_role.airflow.id
  policy = data.aws_iam_policy_document.work.json
}

resource "aws_mwaa_environment" "airflow" {
  name                           = "routed-platform"
  airflow_version                = "2.10.3"
  environment_class              = "mw1.small"
  min_workers                    = 1
  max_workers                    = 4
  schedulers                     = 2
  source_bucket_arn              = aws_s3_bucket.airflow.arn
  dag_s3_path                    = "dags"
  requirements_s3_path           = "requirements.txt"
  requirements_s3_object_version = var.requirements_version
  execution_role_arn             = aws_iam_role.airflow.arn
  webserver_access_mode          = "PRIVATE_ONLY"

  weekly_maintenance_window_start = "SUN:03:30"

  network_configuration {
    security_group_ids = [aws_security_group.airflow.id]
    subnet_ids         = [aws_subnet.private_a.id, aws_subnet.private_b.id]
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

  depends_on = [
    aws_iam_role_policy.airflow,
    aws_s3_bucket_public_access_block.airflow,
    aws_s3_bucket_versioning.airflow,
  ]
}
