echo "analyze {{ ds }} for {{ params.schema }}"
