resource "aws_mwaa_environment" "environment" { name = "sales" }
resource "aws_vpc" "vpc" { cidr_block = "10.0.0.0/16" }
resource "aws_subnet" "subnet" {
  vpc_id     = aws_vpc.vpc.id
  cidr_block = "10.0.1.0/24"
}
resource "aws_security_group" "group" { vpc_id = aws_vpc.vpc.id }
resource "aws_iam_role" "role" { name = "caller" }
resource "aws_ec2_client_vpn_endpoint" "vpn" {
  client_cidr_block      = "172.16.0.0/22"
  vpc_id                 = aws_vpc.vpc.id
  security_group_ids     = [aws_security_group.group.id]
  server_certificate_arn = "arn:aws:acm:eu-west-1:111122223333:certificate/server"
  authentication_options {
    type                       = "certificate-authentication"
    root_certificate_chain_arn = "arn:aws:acm:eu-west-1:111122223333:certificate/client"
  }
  connection_log_options { enabled = false }
}
resource "aws_ec2_client_vpn_network_association" "subnet" {
  client_vpn_endpoint_id = aws_ec2_client_vpn_endpoint.vpn.id
  subnet_id              = aws_subnet.subnet.id
}
resource "aws_ec2_client_vpn_authorization_rule" "rule" {
  client_vpn_endpoint_id = aws_ec2_client_vpn_endpoint.vpn.id
  target_network_cidr    = "10.0.0.0/16"
  authorize_all_groups   = true
}
resource "aws_instance" "bastion" {
  subnet_id              = aws_subnet.subnet.id
  vpc_security_group_ids = [aws_security_group.group.id]
  key_name               = "admins"
}
resource "aws_lb" "balancer" {
  internal           = true
  load_balancer_type = "application"
  subnets            = [aws_subnet.subnet.id]
  security_groups    = [aws_security_group.group.id]
}
resource "aws_lb_target_group" "targets" {
  target_type = "ip"
  protocol    = "HTTPS"
  port        = 443
  vpc_id      = aws_vpc.vpc.id
  health_check {
    path    = "/"
    matcher = "200,302"
  }
}
resource "aws_lb_target_group_attachment" "one" {
  target_group_arn = aws_lb_target_group.targets.arn
  target_id        = "10.0.1.10"
  port             = 443
}
resource "aws_lb_listener" "listener" {
  load_balancer_arn = aws_lb.balancer.arn
  protocol          = "HTTPS"
  port              = "443"
  certificate_arn   = "arn:aws:acm:eu-west-1:111122223333:certificate/site"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.targets.arn
  }
}
resource "aws_acm_certificate" "certificate" {
  domain_name   = "airflow.example.com"
  key_algorithm = "EC_prime256v1"
}
resource "aws_lambda_function" "function" {
  function_name = "trigger"
  role          = aws_iam_role.role.arn
  handler       = "index.handler"
  runtime       = "python3.12"
  filename      = "function.zip"
  vpc_config {
    subnet_ids         = [aws_subnet.subnet.id]
    security_group_ids = [aws_security_group.group.id]
  }
}
resource "aws_lambda_permission" "permission" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.function.function_name
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.rule.arn
}
resource "aws_cloudwatch_event_rule" "rule" {
  name          = "status"
  event_pattern = jsonencode({ source = ["aws.airflow"], detail-type = ["MWAA Environment Status Change"] })
}
resource "aws_cloudwatch_event_target" "function" {
  rule = aws_cloudwatch_event_rule.rule.name
  arn  = aws_lambda_function.function.arn
}
resource "aws_db_subnet_group" "dbsubnets" {
  name       = "databases"
  subnet_ids = [aws_subnet.subnet.id]
}
resource "aws_db_instance" "database" {
  engine                 = "postgres"
  port                   = 5433
  vpc_security_group_ids = [aws_security_group.group.id]
  db_subnet_group_name   = aws_db_subnet_group.dbsubnets.name
  publicly_accessible    = false
}
resource "aws_rds_cluster" "aurora" {
  engine                 = "aurora-mysql"
  vpc_security_group_ids = [aws_security_group.group.id]
  db_subnet_group_name   = aws_db_subnet_group.dbsubnets.name
}
resource "aws_redshift_subnet_group" "warehousesubnets" {
  subnet_ids = [aws_subnet.subnet.id]
}
resource "aws_redshift_cluster" "warehouse" {
  cluster_identifier        = "warehouse"
  vpc_security_group_ids    = [aws_security_group.group.id]
  cluster_subnet_group_name = aws_redshift_subnet_group.warehousesubnets.name
  publicly_accessible       = false
}
resource "aws_eks_cluster" "kubernetes" {
  name     = "pods"
  role_arn = aws_iam_role.role.arn
  vpc_config {
    subnet_ids              = [aws_subnet.subnet.id]
    endpoint_public_access  = false
    endpoint_private_access = true
  }
}
resource "aws_route53_zone" "zone" {
  name = "s3.eu-west-1.amazonaws.com"
  vpc { vpc_id = aws_vpc.vpc.id }
}
