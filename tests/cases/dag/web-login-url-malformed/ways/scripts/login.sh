echo "https://$HOST/aws_mwaa/aws-console-sso?login=true#$TOKEN"
open "https://$HOST/aws_mwaa/aws-console-sso?login=true&token=$TOKEN"  # <- here
