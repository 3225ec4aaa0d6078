-- password='...' never belongs in here; the connection "erp" has it
create table if not exists snapshots.run_{{ ds_nodash }} as
select 'Variable.get("x")' as reminder, count(*) as n, %(day)s::date as day
from erp.orders
where created_at < '{{ data_interval_end }}';
