from common.factory import build as make_pipeline
