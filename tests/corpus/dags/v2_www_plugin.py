"""A view in the user interface (airflow dag overview)."""
from airflow.plugins_manager import AirflowPlugin
from airflow.www.app import csrf
from flask import Blueprint
from flask_appbuilder import BaseView, expose

blueprint = Blueprint("overview", __name__)


class Overview(BaseView):
    default_view = "index"

    @expose("/")
    def index(self):
        return "hello"


class OverviewPlugin(AirflowPlugin):
    name = "overview"
    flask_blueprints = [blueprint]
    appbuilder_views = [{"name": "Overview", "category": "Team", "view": Overview()}]
