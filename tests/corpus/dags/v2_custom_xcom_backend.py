"""A custom XCom backend beside the airflow dag files."""
from typing import Any

from airflow.models.xcom import BaseXCom


class LakeXCom(BaseXCom):
    @staticmethod
    def serialize_value(value: Any, **kwargs) -> Any:
        return BaseXCom.serialize_value(value)

    @staticmethod
    def deserialize_value(result) -> Any:
        return BaseXCom.deserialize_value(result)
