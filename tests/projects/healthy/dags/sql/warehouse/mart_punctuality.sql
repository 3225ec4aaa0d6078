delete from mart.punctuality where day = '{{ ds }}';
insert into mart.punctuality
select carrier, '{{ ds }}'::date, avg(case when delivered_at <= promised_at then 1.0 else 0.0 end)
from core.shipments
where delivered_at::date = '{{ ds }}'
group by 1, 2;
