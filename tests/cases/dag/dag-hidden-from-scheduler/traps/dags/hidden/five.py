from common.factory import build

five = build("five")
