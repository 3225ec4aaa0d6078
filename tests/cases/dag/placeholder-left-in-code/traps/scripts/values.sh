# YOUR_ENVIRONMENT_NAME
NAME=YOUR_ENVIRONMENT_NAME  # <- here
aws s3 cp x "s3://your-bucket-name/x"  # <- here
echo "usage: $0 YOUR_ENVIRONMENT_NAME"
sed -i "s/YOUR_BUCKET/$BUCKET/" file
if [ "$NAME" = "YOUR_ENVIRONMENT_NAME" ]; then exit 1; fi
NAME="${1:-YOUR_ENVIRONMENT_NAME}"
